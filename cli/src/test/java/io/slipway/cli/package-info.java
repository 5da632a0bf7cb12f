/** The command line from outside: stories on real databases, bad input, foreign SQL. */
package io.slipway.cli;
