/** Large loads, which fill a new table that then replaces the one that is loaded. */
@NullMarked
package com.globant.hiring.mysql.shadow;

import org.jspecify.annotations.NullMarked;
