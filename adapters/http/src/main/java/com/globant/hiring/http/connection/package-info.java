/** Connections: their limits and timeouts, and what the HTTP parser refuses. */
@NullMarked
package com.globant.hiring.http.connection;

import org.jspecify.annotations.NullMarked;
