package tv.martlet.http;

/** One address of the web. */
@FunctionalInterface
interface Page {
  Reply answer(Request request) throws RefusedException;
}
