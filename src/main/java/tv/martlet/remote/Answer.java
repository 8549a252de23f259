package tv.martlet.remote;

import com.google.gson.JsonElement;

/** Takes what came of a command; once, on the owner thread. */
interface Answer {
  void done(JsonElement data);

  void refused(String sentence);
}
