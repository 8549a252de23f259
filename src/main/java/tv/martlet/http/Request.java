package tv.martlet.http;

/**
 * What a page may know of a request; the method is GET or HEAD.
 *
 * @param path decoded, without query, beginning with a slash
 * @param authority how the client called this node
 */
record Request(String path, Authority authority) {}
