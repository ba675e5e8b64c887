/// Calls to Slack's Web API. The types of Slack's library stop here.
@NullMarked
package dev.townhall.botslack.webapi;

import org.jspecify.annotations.NullMarked;
