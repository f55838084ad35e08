/** Tests of the HTTP adapter. */
@NullMarked
package com.globant.hiring.http;

import org.jspecify.annotations.NullMarked;
