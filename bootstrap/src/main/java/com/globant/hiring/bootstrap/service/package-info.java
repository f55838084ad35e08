/** The service: its parts, and the one place where all adapters meet. */
@NullMarked
package com.globant.hiring.bootstrap.service;

import org.jspecify.annotations.NullMarked;
