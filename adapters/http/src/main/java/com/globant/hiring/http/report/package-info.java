/** The operations that answer with reports. */
@NullMarked
package com.globant.hiring.http.report;

import org.jspecify.annotations.NullMarked;
