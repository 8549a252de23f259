/**
 * The board itself: buttons, a status light, temperature and power of a small ARM board.
 *
 * <p>Owner thread: {@code board}, one for each open {@link Board}; what happens to a pin and what
 * is wished of the light is handed to it. Imports nothing of ours; {@code node} joins it to the
 * box. Only {@code Pi4jPins} touches Pi4J, and it is loaded only where pins are used on a board.
 */
package tv.martlet.board;
