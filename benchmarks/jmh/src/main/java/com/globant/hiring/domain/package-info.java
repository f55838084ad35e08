/** The stage of a load that is about rules. */
@NullMarked
package com.globant.hiring.domain;

import org.jspecify.annotations.NullMarked;
