/** The body of a load: its bytes, its format, and the port of its reader. */
@NullMarked
package com.globant.hiring.application.body;

import org.jspecify.annotations.NullMarked;
