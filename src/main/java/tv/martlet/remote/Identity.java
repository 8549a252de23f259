package tv.martlet.remote;

/**
 * Who a node is to the broker.
 *
 * @param id stands in its topics: letters, digits and {@code . _ -}
 * @param name what people call it
 * @param version of the program
 * @param model of the board; empty if unknown
 */
public record Identity(String id, String name, String version, String model) {}
