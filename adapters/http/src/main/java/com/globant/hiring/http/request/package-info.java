/** Checks of requests that all operations share, and the answers to requests that fail them. */
@NullMarked
package com.globant.hiring.http.request;

import org.jspecify.annotations.NullMarked;
