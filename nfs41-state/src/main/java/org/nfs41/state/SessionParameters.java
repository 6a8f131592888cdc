package org.nfs41.state;

import org.nfs41.xdr.op.ChannelAttributes;

/** What CREATE_SESSION settles: the channels for a session's lifetime, the callbacks at first. */
record SessionParameters(
        ChannelAttributes foreChannel,
        ChannelAttributes backChannel,
        CallbackParameters callbacks) {}
