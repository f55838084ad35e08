/** The log as text and as JSON. */
@NullMarked
package com.globant.hiring.bootstrap.log;

import org.jspecify.annotations.NullMarked;
