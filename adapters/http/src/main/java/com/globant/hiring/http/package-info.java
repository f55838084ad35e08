/** The HTTP side of the service: the contract's operations, on Vert.x. */
@NullMarked
package com.globant.hiring.http;

import org.jspecify.annotations.NullMarked;
