/** What every answer has: its headers, the id of its request, and problem details. */
@NullMarked
package com.globant.hiring.http.answer;

import org.jspecify.annotations.NullMarked;
