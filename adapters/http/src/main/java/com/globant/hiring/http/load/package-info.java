/** The operations on loads. */
@NullMarked
package com.globant.hiring.http.load;

import org.jspecify.annotations.NullMarked;
