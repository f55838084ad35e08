@NullMarked
package com.globant.hiring.application.rejects;

import org.jspecify.annotations.NullMarked;
