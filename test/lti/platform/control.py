"""
What a person would do in the pages of the LMS, as JSON for the tests.

SIMULATED: there are no pages and no sign-in. What is stored are the rows of lti-consumer-xblock.
"""
import json

from django.contrib.auth.models import User
from django.http import JsonResponse
from django.urls import path
from lti_consumer.api import get_lti_1p3_launch_info, get_lti_1p3_launch_start_url
from lti_consumer.data import Lti1p3LaunchData
from lti_consumer.models import (
    CourseAllowPIISharingInLTIFlag,
    Lti1p3Passport,
    LtiAgsLineItem,
    LtiAgsScore,
    LtiConfiguration,
    LtiDlContentItem,
)
from lti_consumer.utils import (
    get_lms_lti_access_token_link,
    get_lms_lti_keyset_link,
    get_lms_lti_launch_link,
    get_lti_ags_lineitems_url,
    get_lti_api_base,
    get_lti_nrps_context_membership_url,
)
from opaque_keys.edx.keys import CourseKey, UsageKey

import observe
import stand_ins


def register(tool_keyset_url):
    """Registers a tool. Its links share one client ID and one key."""
    passport = Lti1p3Passport.objects.create(name="tool", lti_1p3_tool_keyset_url=tool_keyset_url)
    assert passport.lti_1p3_private_key
    return {
        "passport": passport.pk,
        "issuer": get_lti_api_base(),
        "clientId": passport.lti_1p3_client_id,
        "deploymentId": "1",
        "authUrl": get_lms_lti_launch_link(),
        "jwksUrl": get_lms_lti_keyset_link(passport.passport_id),
        "tokenUrl": get_lms_lti_access_token_link(passport.passport_id),
    }


def add_link(
    passport, course, name, title, login_url, launch_url, target_url, choose_url, ags="programmatic", nrps=True
):
    """
    Adds a link to a course. `target_url`: what it opens; `choose_url`: where content is chosen.
    `ags`: "programmatic", "declarative" or "disabled".
    """
    course_key = CourseKey.from_string(course)
    location = UsageKey.from_string(
        f"block-v1:{course_key.org}+{course_key.course}+{course_key.run}+type@lti_consumer+block@{name}"
    )
    stand_ins.blocks[str(location)] = stand_ins.Block(location, title)
    CourseAllowPIISharingInLTIFlag.objects.get_or_create(course_id=course_key, enabled=True)
    config = LtiConfiguration.objects.create(
        version=LtiConfiguration.LTI_1P3,
        config_store=LtiConfiguration.CONFIG_ON_DB,
        location=location,
        lti_1p3_passport_id=passport,
        lti_1p3_oidc_url=login_url,
        lti_1p3_launch_url=target_url,
        lti_1p3_redirect_uris=[launch_url],
        lti_advantage_ags_mode=ags,
        lti_advantage_enable_nrps=nrps,
        lti_advantage_deep_linking_enabled=True,
        lti_advantage_deep_linking_launch_url=choose_url,
    )
    # Makes the line item of the link if the tool may not.
    config.get_lti_consumer()
    own = LtiAgsLineItem.objects.filter(lti_configuration=config).first()
    return {
        "resourceLinkId": str(location),
        "lineItemsUrl": get_lti_ags_lineitems_url(config.pk),
        "lineItemUrl": own and get_lti_ags_lineitems_url(config.pk, own.pk),
        "membershipsUrl": get_lti_nrps_context_membership_url(config.pk),
    }


def enrol(course, people):
    """Enrols people: username, name, email and roles ("student", "instructor"). Those not named leave."""
    of_course = stand_ins.members[course] = {}
    for person in people:
        user, _ = User.objects.get_or_create(username=person["username"])
        of_course[user.username] = {**person, "id": user.pk}
    return {name: stand_ins.external_id(name) for name in of_course}


def chosen_content(resource_link_id):
    """What an instructor has chosen for a link, in order."""
    return list(
        LtiDlContentItem.objects.filter(lti_configuration__location=UsageKey.from_string(resource_link_id))
        .order_by("pk")
    )


def chosen(resource_link_id):
    """The keys of what was chosen for a link."""
    return {"chosen": [item.pk for item in chosen_content(resource_link_id)]}


def launch(resource_link_id, username, role="student", deep_linking=False, content=None):
    """
    Presses a link. `content`: the key of what was chosen for it, otherwise the first.
    The answer is the address to which the browser goes.
    """
    location = UsageKey.from_string(resource_link_id)
    course = str(location.course_key)
    person = stand_ins.members[course][username]
    data = Lti1p3LaunchData(
        user_id=person["id"],
        external_user_id=stand_ins.external_id(username),
        user_role=role,
        name=person["name"],
        email=person["email"],
        config_id=LtiConfiguration.objects.get(location=location).config_id,
        resource_link_id=resource_link_id,
        context_id=course,
        context_type=["course_offering"],
        context_title="Machine learning",
    )
    if content is None and not deep_linking:
        content = next((item.pk for item in chosen_content(resource_link_id)), None)
    return {"url": get_lti_1p3_launch_start_url(data, deep_link_launch=deep_linking, dl_content_id=content)}


def state():
    """What the platform has: line items, scores, chosen content, and grades in its gradebook."""
    return {
        "lineItems": [
            {
                "id": item.pk,
                "resourceLinkId": str(item.resource_link_id),
                "resourceId": item.resource_id,
                "tag": item.tag,
                "label": item.label,
                "maximum": item.score_maximum,
            }
            for item in LtiAgsLineItem.objects.order_by("pk")
        ],
        "scores": [
            {
                "lineItem": score.line_item_id,
                "userId": score.user_id,
                "given": score.score_given,
                "maximum": score.score_maximum,
                "timestamp": score.timestamp.isoformat(),
                "activity": score.activity_progress,
                "grading": score.grading_progress,
            }
            for score in LtiAgsScore.objects.order_by("pk")
        ],
        "contents": [item.attributes for item in LtiDlContentItem.objects.order_by("pk")],
        "grades": stand_ins.grades,
    }


def delete_line_items():
    """A teacher deletes the columns in the LMS."""
    LtiAgsLineItem.objects.all().delete()
    return {}


def renew_key(passport):
    """Gives the platform a new key, so that it no longer accepts the tokens that it has issued."""
    Lti1p3Passport.objects.filter(pk=passport).update(
        lti_1p3_internal_private_key="", lti_1p3_internal_public_jwk=""
    )
    return {}


def fault(**what):
    observe.faults.append(observe.Fault(**what))
    return {}


def release():
    """Lets everything go on that is held, and ends all faults."""
    for each in observe.faults:
        each.times = 0
        each.released.set()
    observe.faults.clear()
    return {}


def requests():
    return {"requests": observe.seen}


def forget_requests():
    observe.seen.clear()
    return {}


commands = {
    command.__name__: command
    for command in (
        register,
        add_link,
        enrol,
        chosen,
        launch,
        state,
        delete_line_items,
        renew_key,
        fault,
        release,
        requests,
        forget_requests,
    )
}


def control(request, command):
    return JsonResponse(commands[command](**json.loads(request.body or "{}")))


urlpatterns = [path("<slug:command>", control)]
