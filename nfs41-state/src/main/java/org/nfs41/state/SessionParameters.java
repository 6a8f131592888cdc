package org.nfs41.state;

import org.nfs41.xdr.CallbackSecParms;
import org.nfs41.xdr.op.ChannelAttributes;

import java.util.List;

/** What CREATE_SESSION settles for a session's lifetime. Owns its bytes. */
record SessionParameters(
        ChannelAttributes foreChannel,
        ChannelAttributes backChannel,
        int callbackProgram,
        List<CallbackSecParms> callbackSecurity) {}
