/** Keys of rows: which are taken, referenced or orphaned. */
@NullMarked
package com.globant.hiring.mysql.keys;

import org.jspecify.annotations.NullMarked;
