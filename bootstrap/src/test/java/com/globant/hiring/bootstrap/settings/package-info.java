/** Tests of this package. */
@NullMarked
package com.globant.hiring.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
