package com.globant.hiring.mysql.rows;

/** A load that has its locks and can write rows. */
public record OpenLoad(RowTarget target, LoadCommit commit) {}
