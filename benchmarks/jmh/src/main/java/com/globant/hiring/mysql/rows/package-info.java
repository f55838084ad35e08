/** The stage of a load that is about statements. */
@NullMarked
package com.globant.hiring.mysql.rows;

import org.jspecify.annotations.NullMarked;
