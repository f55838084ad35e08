/** The whole service, over HTTP and against a real database. */
@NullMarked
package com.globant.hiring.e2e;

import org.jspecify.annotations.NullMarked;
