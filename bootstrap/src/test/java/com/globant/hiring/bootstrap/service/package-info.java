@NullMarked
package com.globant.hiring.bootstrap.service;

import org.jspecify.annotations.NullMarked;
