"""Requests that kafka-python 3.0.12 does not ship, written in the form in which it ships the others: a JSON file each.

ConsumerGroupDescribe (69) is KIP-848's, ShareGroupDescribe (77) KIP-932's.
"""

from kafka.protocol.api_message import ApiMessage

_FOLDER = __name__


class ConsumerGroupDescribeRequest(ApiMessage, load_json=_FOLDER):  # type: ignore[call-arg]
    """ConsumerGroupDescribeRequest.json."""


class ConsumerGroupDescribeResponse(ApiMessage, load_json=_FOLDER):  # type: ignore[call-arg]
    """ConsumerGroupDescribeResponse.json."""


class ShareGroupDescribeRequest(ApiMessage, load_json=_FOLDER):  # type: ignore[call-arg]
    """ShareGroupDescribeRequest.json."""


class ShareGroupDescribeResponse(ApiMessage, load_json=_FOLDER):  # type: ignore[call-arg]
    """ShareGroupDescribeResponse.json."""
