/** The page of the service. */
@NullMarked
package com.globant.hiring.http.page;

import org.jspecify.annotations.NullMarked;
