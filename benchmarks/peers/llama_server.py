"""Run by Seatrial's Python: MODEL.gguf SLOTS THREADS -> the address of a server on the loopback, until standard input closes.

The server of llama.cpp out of `xllamacpp`, as anybody may start it; without caches of prompts, so that who comes second
has no advantage.
"""

import sys

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_parallel = int(sys.argv[2])
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = int(sys.argv[3])
parameters.n_ctx = 2048 * parameters.n_parallel
parameters.verbosity = 1
parameters.ui = parameters.cache_prompt = parameters.cache_idle_slots = False
parameters.cache_ram_mib = parameters.n_ctx_checkpoints = 0
parameters.offline = True
server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
sys.stdin.read()
