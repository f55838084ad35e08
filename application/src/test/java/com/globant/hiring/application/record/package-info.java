@NullMarked
package com.globant.hiring.application.record;

import org.jspecify.annotations.NullMarked;
