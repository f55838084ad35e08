@NullMarked
package com.globant.hiring.application.load;

import org.jspecify.annotations.NullMarked;
