/** The HTTP contract, and the document that the SDKs are generated from. */
@NullMarked
package com.globant.hiring.openapi;

import org.jspecify.annotations.NullMarked;
