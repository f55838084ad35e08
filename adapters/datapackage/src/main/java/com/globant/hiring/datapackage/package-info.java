/** Definitions of tables: Frictionless Data Package and Table Schema, versions 1 and 2. */
@NullMarked
package com.globant.hiring.datapackage;

import org.jspecify.annotations.NullMarked;
