"""The express lane (快速通道): bills settled in two statements, several at once.

It says yes or leaves a bill alone: whatever is unusual, refused or contended goes
the ordinary way, which has the reasons and the sentences.
"""
