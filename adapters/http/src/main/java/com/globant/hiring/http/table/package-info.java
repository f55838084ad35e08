/** The operations about the tables that are configured. */
@NullMarked
package com.globant.hiring.http.table;

import org.jspecify.annotations.NullMarked;
