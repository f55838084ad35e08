/** Tests of the configuration. */
@NullMarked
package com.globant.hiring.infra.config;

import org.jspecify.annotations.NullMarked;
