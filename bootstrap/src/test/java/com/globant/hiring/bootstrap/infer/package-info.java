/** Tests of proposed definitions. */
@NullMarked
package com.globant.hiring.bootstrap.infer;

import org.jspecify.annotations.NullMarked;
