/** Checks that the contract is consistent in itself and that the router can be built from it. */
@NullMarked
package com.globant.hiring.openapi;

import org.jspecify.annotations.NullMarked;
