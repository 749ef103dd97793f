"""SpeechKit and YandexGPT from Python, against rechka-emulator. docs/emulator.md tells about it.

    pip install grpcio grpcio-tools
    EMULATOR="npx --package @rechka/emulator rechka-emulator" PROTOS=node_modules/@rechka/proto/protos python3 test_emulator.py

Runs by itself and under pytest, each test on its own emulator.
"""

import atexit
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import grpc
from grpc_tools import protoc

EMULATOR = shlex.split(os.environ.get("EMULATOR", "npx --package @rechka/emulator rechka-emulator"))
PROTOS = os.environ.get("PROTOS", "node_modules/@rechka/proto/protos")
FILES = [
    "google/rpc/status.proto",
    "yandex/cloud/operation/operation.proto",
    "yandex/cloud/ai/stt/v3/stt.proto",
    "yandex/cloud/ai/stt/v3/stt_service.proto",
    "yandex/cloud/ai/tts/v3/tts.proto",
    "yandex/cloud/ai/tts/v3/tts_service.proto",
    "yandex/cloud/ai/foundation_models/v1/text_common.proto",
    "yandex/cloud/ai/foundation_models/v1/text_generation/text_generation_service.proto",
]

# Stubs are made once; your project has them already.
stubs = tempfile.mkdtemp(prefix="rechka-stubs-")
atexit.register(shutil.rmtree, stubs)
well_known = [d for d in ("/usr/include", os.path.join(os.path.dirname(protoc.__file__), "_proto")) if os.path.isdir(d)]
arguments = ["protoc", f"-I{PROTOS}", *(f"-I{d}" for d in well_known)]
if protoc.main([*arguments, f"--python_out={stubs}", f"--grpc_python_out={stubs}", *FILES]) != 0:
    sys.exit("The stubs could not be made.")
# Stubs by an old protoc need this with a new protobuf.
os.environ.setdefault("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "python")
sys.path.insert(0, stubs)

from yandex.cloud.ai.foundation_models.v1 import text_common_pb2  # noqa: E402
from yandex.cloud.ai.foundation_models.v1.text_generation import (  # noqa: E402
    text_generation_service_pb2 as gpt,
    text_generation_service_pb2_grpc as gpt_grpc,
)
from yandex.cloud.ai.stt.v3 import stt_pb2, stt_service_pb2_grpc  # noqa: E402
from yandex.cloud.ai.tts.v3 import tts_pb2, tts_service_pb2_grpc  # noqa: E402

AUTH = [("authorization", "Api-Key test-key")]


@contextmanager
def emulator(*flags):
    """A running emulator: its addresses. Wrap it in a pytest fixture of any scope."""
    process = subprocess.Popen([*EMULATOR, "--api-key", "test-key", *flags], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"The emulator has not started: exit code {process.wait()}")
        yield json.loads(line)
    finally:
        process.terminate()
        process.wait()


def channel_to(addresses):
    target = addresses["grpc"].split("//")[1]
    if "tls" in addresses:
        ca = addresses["tls"]["ca"].encode()
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(root_certificates=ca))
    return grpc.insecure_channel(target)


def synthesize(channel, text):
    request = tts_pb2.UtteranceSynthesisRequest(
        text=text,
        output_audio_spec=tts_pb2.AudioFormatOptions(
            raw_audio=tts_pb2.RawAudio(audio_encoding="LINEAR16_PCM", sample_rate_hertz=8000)
        ),
    )
    stub = tts_service_pb2_grpc.SynthesizerStub(channel)
    return b"".join(r.audio_chunk.data for r in stub.UtteranceSynthesis(request, metadata=AUTH, timeout=20))


def recognize(channel, pcm):
    def requests():
        yield stt_pb2.StreamingRequest(
            session_options=stt_pb2.StreamingOptions(
                recognition_model=stt_pb2.RecognitionModelOptions(
                    audio_format=stt_pb2.AudioFormatOptions(
                        raw_audio=stt_pb2.RawAudio(
                            audio_encoding="LINEAR16_PCM", sample_rate_hertz=8000, audio_channel_count=1
                        )
                    )
                )
            )
        )
        for start in range(0, len(pcm), 3200):
            yield stt_pb2.StreamingRequest(chunk=stt_pb2.AudioChunk(data=pcm[start : start + 3200]))

    stub = stt_service_pb2_grpc.RecognizerStub(channel)
    responses = stub.RecognizeStreaming(requests(), metadata=AUTH, timeout=20)
    return " ".join(r.final.alternatives[0].text for r in responses if r.HasField("final"))


def complete(channel, text):
    request = gpt.CompletionRequest(
        model_uri="gpt://b1gemulatedfolder000/yandexgpt-lite",
        messages=[text_common_pb2.Message(role="user", text=text)],
    )
    stub = gpt_grpc.TextGenerationServiceStub(channel)
    *_, last = stub.Completion(request, metadata=AUTH, timeout=20)
    return last.alternatives[0].message.text


def test_hears_what_it_speaks_over_tls():
    with emulator("--tls", "--lift", "stt") as addresses, channel_to(addresses) as channel:
        pcm = synthesize(channel, "Запишите меня на завтра")
        assert recognize(channel, pcm) == "запишите меня на завтра"


def test_answers_by_its_rules_and_fails_when_told_to():
    with emulator("--fault", "service=gpt call=2 quota=generations") as addresses:
        with channel_to(addresses) as channel:
            assert complete(channel, "здравствуйте") == "Здравствуйте! Барбершоп «Стиль». Чем помочь?"
            try:
                complete(channel, "здравствуйте")
                raise AssertionError("The fault has not struck.")
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED


if __name__ == "__main__":
    tests = [value for name, value in list(globals().items()) if name.startswith("test_")]
    for test in tests:
        test()
    print(f"{len(tests)} passed, 0 failed")
