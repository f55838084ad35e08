/** The deployed program. */
@NullMarked
package com.globant.hiring.bootstrap;

import org.jspecify.annotations.NullMarked;
