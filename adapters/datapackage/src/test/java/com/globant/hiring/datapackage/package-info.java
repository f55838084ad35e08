@NullMarked
package com.globant.hiring.datapackage;

import org.jspecify.annotations.NullMarked;
