package com.globant.hiring.mysql.rows;

/** A load that has its locks and can write rows. */
public record OpenLoad(RowWriter writer, LoadCommit commit) {}
