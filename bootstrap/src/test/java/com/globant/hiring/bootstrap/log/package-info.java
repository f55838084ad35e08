/** Tests of this package. */
@NullMarked
package com.globant.hiring.bootstrap.log;

import org.jspecify.annotations.NullMarked;
