package com.globant.hiring.domain;

/**
 * Why a value cannot be in its column.
 *
 * @param message what is wrong and what to write instead; the column's name belongs before it
 */
public record Fault(RowErrorCode code, String message) {}
