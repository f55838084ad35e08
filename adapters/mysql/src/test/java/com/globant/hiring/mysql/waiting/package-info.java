/** Tests of the adapter against a real server, and the choice of that server. */
@NullMarked
package com.globant.hiring.mysql.waiting;

import org.jspecify.annotations.NullMarked;
