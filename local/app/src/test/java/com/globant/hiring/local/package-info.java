/** Tests of the program for laptops. */
@NullMarked
package com.globant.hiring.local;

import org.jspecify.annotations.NullMarked;
