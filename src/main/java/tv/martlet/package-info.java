/** Martlet: a live-TV peer for small boards. Each room (package) below states its own purpose. */
package tv.martlet;
