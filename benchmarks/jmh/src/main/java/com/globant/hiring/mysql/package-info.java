/** The stage of a load that is about statements. */
@NullMarked
package com.globant.hiring.mysql;

import org.jspecify.annotations.NullMarked;
