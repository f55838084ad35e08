/** The settings of the service: read, checked and typed. */
@NullMarked
package com.globant.hiring.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
