/** Loads: the use case, what it needs of the database and the body, and their records. */
@NullMarked
package com.globant.hiring.application.load;

import org.jspecify.annotations.NullMarked;
