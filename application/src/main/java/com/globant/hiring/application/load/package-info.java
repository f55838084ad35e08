/** Loading a file: the use case, the loop over its rows, and the ports to the database. */
@NullMarked
package com.globant.hiring.application.load;

import org.jspecify.annotations.NullMarked;
