@NullMarked
package com.globant.hiring.mysql.keys;

import org.jspecify.annotations.NullMarked;
